/**
 * Search for pages and API: what the person may see is part of every request, labels are told with the names of their
 * classifiers, and one document's view is put together from database, blobs and models.
 *
 * <p>{@link io.docket.web.search.DocumentSearch} searches, {@link io.docket.web.search.DocumentViews} shows one document.
 */
package io.docket.web.search;
