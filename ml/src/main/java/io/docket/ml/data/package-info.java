/**
 * Reading labelled rows and texts from files: CSV as RFC 4180 has it, and running text. Errors name the file, the row, the column
 * and the remedy. {@link io.docket.ml.data.CsvReader} is the project's own because its errors are shown to people who made the
 * file in a spreadsheet: the CSV libraries at hand either accept broken quoting silently or report a character offset.
 */
package io.docket.ml.data;
