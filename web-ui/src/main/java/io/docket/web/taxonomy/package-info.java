/**
 * What a tenant wants its documents sorted into, and the examples people gave.
 *
 * <p>A {@link io.docket.web.taxonomy.Classifier} is a question with labels as answers ("What kind of contract is this?").
 * {@link io.docket.web.taxonomy.Classifiers} keeps them, {@link io.docket.web.taxonomy.LabelledExamples} records who
 * answered what about which document, by hand, by folder names or by a CSV file. Training reads confirmed examples only.
 */
package io.docket.web.taxonomy;
