/**
 * Running the appliance: starting and stopping its background work, checking that database, blobs and index agree, and
 * building the index anew from the two others.
 */
package io.docket.web.operations;
