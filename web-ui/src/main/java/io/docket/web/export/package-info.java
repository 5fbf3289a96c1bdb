/**
 * Handing documents over: a production is an archive of originals and extracted texts under consecutive numbers, with load
 * files for other review platforms (Concordance DAT and CSV) and a list of hashes. It is written by a job with the eyes of
 * the person who asked for it.
 */
package io.docket.web.export;
