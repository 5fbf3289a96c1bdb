/**
 * From labelled examples to a classifier that serves.
 *
 * <p>A tenant administrator starts a run with {@link io.docket.web.training.TrainingRuns}; it becomes a
 * {@link io.docket.web.training.Job} that the scheduler carries out, survives a crash, shows progress and can be
 * cancelled. Its result is a candidate {@link io.docket.web.training.ModelVersion} with an honest report.
 * {@link io.docket.web.training.ModelVersions} promotes and rolls back; a second job then labels all documents again.
 * {@link io.docket.web.training.ServingModels} hands out the models that serve.
 */
package io.docket.web.training;
