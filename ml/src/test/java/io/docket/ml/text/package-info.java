/** Tokenisers against hand-made cases and seeded random text. */
package io.docket.ml.text;
