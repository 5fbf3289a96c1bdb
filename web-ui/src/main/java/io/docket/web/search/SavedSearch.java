package io.docket.web.search;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.TenantId;

/** A search that somebody keeps, for themselves or for everybody of the tenant. */
@Entity
@Table(name = "saved_search")
public class SavedSearch {
    @Id
    private UUID id;

    @TenantId
    @Column(name = "tenant_id")
    private String tenantId;

    private String name;
    private String search;
    private boolean shared;

    @Column(name = "owner_id")
    private String ownerId;

    @Column(name = "owner_name")
    private String ownerName;

    @Column(name = "created_at")
    private Instant createdAt;

    /** For Hibernate. */
    protected SavedSearch() {}

    SavedSearch(
            UUID id, String name, String search, boolean shared, String ownerId, String ownerName, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.search = search;
        this.shared = shared;
        this.ownerId = ownerId;
        this.ownerName = ownerName;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** The parameters of the search's address. */
    public String search() {
        return search;
    }

    /** Where the search is shown. */
    public String href() {
        return "/search" + (search.isEmpty() ? "" : "?" + search);
    }

    /** Whether everybody of the tenant sees it in their list; what it finds depends on who looks. */
    public boolean shared() {
        return shared;
    }

    public String ownerId() {
        return ownerId;
    }

    public String ownerName() {
        return ownerName;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The words of the search. */
    String query() {
        List<String> queries = values("q");
        return queries.isEmpty() ? "" : queries.getFirst();
    }

    /** Its restrictions. */
    List<String> filters() {
        return values("filter");
    }

    private List<String> values(String parameter) {
        return Arrays.stream(search.split("&"))
                .filter(pair -> pair.startsWith(parameter + "="))
                .map(pair -> URLDecoder.decode(pair.substring(parameter.length() + 1), StandardCharsets.UTF_8))
                .toList();
    }
}
