package io.docket.web.account;

import io.docket.web.tenant.Roles;
import io.docket.web.upload.Collections;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The password bank of a collection. No answer holds a password. */
@Path("/api/v1/collections/{id}/passwords")
@Tag(name = "Collections")
public class PasswordResource {
    private final PasswordBank bank;
    private final Collections collections;

    PasswordResource(PasswordBank bank, Collections collections) {
        this.bank = bank;
        this.collections = collections;
    }

    /** Passwords to be added. */
    public record NewPasswords(
            @NotNull @Size(min = 1, max = PasswordBank.MOST) List<@NotNull String> passwords) {}

    /** How many were new. */
    public record Added(int added) {}

    @GET
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "passwords", summary = "Who added passwords to a collection, and when")
    public List<PasswordBank.Entry> entries(@PathParam("id") UUID id) {
        return bank.entries(collections.require(id).id());
    }

    @POST
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "addPasswords", summary = "Add passwords that encrypted items are tried with")
    public Added add(@PathParam("id") UUID id, @Valid @NotNull NewPasswords passwords) {
        return new Added(bank.add(id, passwords.passwords()));
    }

    @DELETE
    @Path("/{password}")
    @RolesAllowed(Roles.REVIEWER)
    @Operation(operationId = "removePassword", summary = "Remove a password from a collection")
    public void remove(@PathParam("id") UUID id, @PathParam("password") UUID password) {
        bank.remove(collections.require(id).id(), password);
    }
}
