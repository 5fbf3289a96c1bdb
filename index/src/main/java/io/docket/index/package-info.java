/** TBD. */
package io.docket.index;
