package io.docket.web.page;

import io.docket.web.tenant.CurrentUser;
import io.docket.web.tenant.Roles;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the frame around every page shows about the person and the places open to them. Templates call it {@code frame}. */
@Named("frame")
@RequestScoped
public class Frame {
    /** Makes browsers fetch styles and scripts anew after an upgrade: it changes with each start. */
    private static final String STAMP = Long.toString(System.currentTimeMillis() / 1000, Character.MAX_RADIX);

    private final CurrentUser user;
    private final RoutingContext request;

    Frame(CurrentUser user, RoutingContext request) {
        this.user = user;
        this.request = request;
    }

    /**
     * A place in the rail.
     *
     * @param name shown
     * @param href where it leads; also the start of the addresses that belong to it
     * @param icon drawing in the sprite
     */
    public record Place(String name, String href, String icon) {}

    /** The places that the person's role opens, in order. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        if (user.hasRole(Roles.READER)) {
            places.add(new Place("Home", "/", "home"));
            places.add(new Place("Collections", "/collections", "collections"));
            places.add(new Place("Discovery", "/search", "search"));
            places.add(new Place("Support", "/support", "support"));
            places.add(new Place("Labels", "/labels", "labels"));
        }
        if (user.hasRole(Roles.TENANT_ADMIN) || user.hasRole(Roles.PLATFORM_ADMIN)) {
            places.add(new Place("Admin", "/admin", "admin"));
        }
        return places;
    }

    /** Whether the shown page belongs to a place. */
    public boolean isAt(Place place) {
        String path = request.normalizedPath();
        if (place.href().equals("/")) {
            return path.equals("/");
        }
        boolean document =
                (path.startsWith("/documents") || path.startsWith("/searches") || path.startsWith("/exports"))
                        && place.href().equals("/search");
        boolean run = path.startsWith("/training") && place.href().equals("/labels");
        return document || run || path.equals(place.href()) || path.startsWith(place.href() + "/");
    }

    public CurrentUser user() {
        return user;
    }

    /** The organisation, or what an administrator of the platform is instead of belonging to one. */
    public String tenantName() {
        return user.tenant().orElse("Platform");
    }

    /** One or two letters for the round mark. */
    public String initials() {
        String[] words = user.displayName().strip().split("\\s+");
        String first = words[0].isEmpty() ? "?" : words[0].substring(0, 1);
        String last = words.length > 1 ? words[words.length - 1].substring(0, 1) : "";
        return (first + last).toUpperCase(Locale.ROOT);
    }

    /** May upload, and say which label is right. */
    public boolean mayLabel() {
        return user.hasRole(Roles.REVIEWER);
    }

    /** May answer for people who are stuck, and see what found no answer. */
    public boolean mayAnswer() {
        return user.hasRole(Roles.AGENT);
    }

    /** May define labels, train and promote. */
    public boolean mayTrain() {
        return user.hasRole(Roles.TENANT_ADMIN);
    }

    public String stamp() {
        return STAMP;
    }
}
