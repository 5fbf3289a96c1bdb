/** Mail conversations from headers. */
package io.docket.ingest.mail;
