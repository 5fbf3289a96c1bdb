package io.docket.web.search;

import io.docket.index.SearchHit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What stands beside the documents of a page of results: their families and further copies, in one look at the database. */
@ApplicationScoped
public class HitCompany {
    private final EntityManager entityManager;

    HitCompany(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /**
     * Company of one document.
     *
     * @param family documents of its family, itself included
     * @param copies further places of the same bytes
     */
    public record Company(long family, long copies) {
        /** A document by itself. */
        static final Company NONE = new Company(1, 0);

        /** Whether it is a mail or container with parts, or one of them. */
        public boolean hasFamily() {
            return family > 1;
        }
    }

    /** The company of hits by document; documents that are gone are absent. */
    @Transactional
    Map<String, Company> of(List<SearchHit> hits) {
        Map<String, Company> company = new HashMap<>();
        if (hits.isEmpty()) {
            return company;
        }
        List<?> rows = entityManager
                .createNativeQuery("""
                        select d.id as id,
                            (select count(*) from document f where f.family_id = d.family_id and f.state <> 'DUPLICATE')
                                as family,
                            (select count(*) from document c where c.duplicate_of = d.id) as copies
                        from document d where d.id in :ids""", Tuple.class)
                .setParameter(
                        "ids",
                        hits.stream().map(hit -> UUID.fromString(hit.id())).toList())
                .getResultList();
        rows.stream()
                .map(Tuple.class::cast)
                .forEach(row -> company.put(
                        row.get("id", UUID.class).toString(),
                        new Company(row.get("family", Long.class), row.get("copies", Long.class))));
        return company;
    }
}
