package io.docket.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.persistence.Entity;
import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;

/** The borders between modules and inside this one, kept by a build that fails. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.docket");

    @Test
    void librariesDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.docket.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.docket.index..", "io.docket.ml..", "io.docket.web..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.docket.index..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.docket.ingest..", "io.docket.ml..", "io.docket.web..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.docket.ml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.docket.ingest..", "io.docket.index..", "io.docket.web..")
                .check(CLASSES);
    }

    @Test
    void librariesDoNotKnowTheAppliance() {
        noClasses()
                .that()
                .resideInAnyPackage("io.docket.ingest..", "io.docket.index..", "io.docket.ml..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "org.hibernate..", "jakarta..", "java.sql..", "javax.sql..")
                .check(CLASSES);
    }

    @Test
    void librariesKeepJsonOutOfTheirApi() {
        classes()
                .that()
                .resideInAnyPackage("io.docket.ingest", "io.docket.index", "io.docket.ml")
                .and()
                .arePublic()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackage("com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void bootStandsAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.docket.web.boot..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.docket.web.tenant..", "io.docket.web.audit..", "org.hibernate..", "jakarta.persistence..")
                .because("it runs before the application does")
                .check(CLASSES);
    }

    @Test
    void foundationsDoNotKnowFeatures() {
        noClasses()
                .that()
                .resideInAnyPackage("io.docket.web.tenant..", "io.docket.web.problem..", "io.docket.web.audit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.docket.web.upload..",
                        "io.docket.web.pipeline..",
                        "io.docket.web.taxonomy..",
                        "io.docket.web.training..",
                        "io.docket.web.search..",
                        "io.docket.web.review..",
                        "io.docket.web.support..",
                        "io.docket.web.demo..")
                .check(CLASSES);
    }

    @Test
    void entitiesAndEndpointsAreWhereTheyBelong() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .resideInAPackage("io.docket.web..")
                .andShould()
                .notBeAssignableTo("io.quarkus.hibernate.orm.panache.PanacheEntityBase")
                .because(
                        "records are plain entities used through services, so that no page reads the database by itself")
                .check(CLASSES);
        classes()
                .that()
                .areAnnotatedWith(Path.class)
                .should()
                .resideInAPackage("io.docket.web..")
                .check(CLASSES);
    }
}
