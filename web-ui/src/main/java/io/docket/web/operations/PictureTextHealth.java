package io.docket.web.operations;

import io.docket.web.pipeline.PictureText;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether text in pictures is read. Never down: without it, scanned pages are found by name only. */
@Readiness
@ApplicationScoped
class PictureTextHealth implements HealthCheck {
    private final PictureText pictures;

    PictureTextHealth(PictureText pictures) {
        this.pictures = pictures;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("Text in pictures")
                .withData("Tesseract", pictures.works() ? "read by Tesseract" : "off: Tesseract is not installed")
                .up()
                .build();
    }
}
