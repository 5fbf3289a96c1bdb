package io.docket.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/ping")
public final class Ping {
    @GET
    public String ping() {
        return "pong";
    }
}
