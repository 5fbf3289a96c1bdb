/**
 * What every page shares: the frame with its places ({@link io.docket.web.page.Frame}), how numbers, times and names are
 * written ({@link io.docket.web.page.Formats}), label colours, the home page and administration. The pages of a feature lie
 * in the feature's package and end in {@code Page}; their templates lie in {@code resources/templates/page}.
 *
 * <p>Pages are rendered by the server and work without scripts where that is reasonable. The content-security policy allows
 * neither inline scripts nor style attributes: charts are SVG with attributes, bars are {@code progress} elements.
 */
package io.docket.web.page;
