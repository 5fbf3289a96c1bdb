/** TBD. */
package io.docket.ml;
