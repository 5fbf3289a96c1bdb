package io.docket.ml.model;

/** Kind of the recurrent layers. */
public enum CellType {
    /** Long short-term memory, as in the published models. */
    LSTM,
    /** Quasi-recurrent: gates see the inputs only, of two steps in the first layer; about 2.3 times less work. */
    QRNN
}
