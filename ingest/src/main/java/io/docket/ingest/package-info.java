/** TBD. */
package io.docket.ingest;
