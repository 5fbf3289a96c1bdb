package io.docket.index;

/** A cursor that was not made by this index for this order; begin again at the first page. */
public final class InvalidCursorException extends IllegalArgumentException {

    InvalidCursorException(String reason) {
        super("the cursor cannot be used: " + reason + "; begin again at the first page");
    }
}
