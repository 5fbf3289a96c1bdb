/** Files that are whole, and files that are damaged or hostile in every way we could think of. */
package io.docket.ml.io;
