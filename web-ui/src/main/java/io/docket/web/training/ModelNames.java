package io.docket.web.training;

import io.docket.ml.ModelKind;
import io.quarkus.qute.TemplateExtension;

/** What pages call the kinds of model, and where a share lies on the small interval bars. */
final class ModelNames {
    /** Width and margin of the interval bars, in the units of their view box. */
    private static final double INTERVAL_WIDTH = 132;

    private static final double INTERVAL_MARGIN = 4;

    private ModelNames() {}

    /** The short name of a kind: {@code model:name(version.kind)}. */
    @TemplateExtension(namespace = "model")
    static String name(ModelKind kind) {
        return VersionView.nameOf(kind);
    }

    /** The short name of a kind by its name in the database: {@code model:kind('ULMFIT')}. */
    @TemplateExtension(namespace = "model")
    static String kind(String kind) {
        return VersionView.nameOf(ModelKind.valueOf(kind));
    }

    /** The place of a share on an interval bar: {@code chart:at(0.5)}. */
    @TemplateExtension(namespace = "chart")
    static double at(Number share) {
        return INTERVAL_MARGIN + share.doubleValue() * INTERVAL_WIDTH;
    }
}
