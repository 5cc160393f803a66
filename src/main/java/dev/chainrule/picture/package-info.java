/**
 * Charts and diagrams as files, SVG and PNG, and their common style.
 *
 * <p>A caller builds a JFreeChart plot with axes of {@code ChartAxis}, which are labelled at round numbers ({@code Ticks}), styles it with
 * {@code ChartStyle} and wraps it in a {@code Picture} of a {@code PictureSize}; {@code diagram} makes pictures of boxes and arrows. A
 * {@code PictureFormat} draws the picture as SVG or PNG. {@code Viridis} and {@code ColorScale} map values to colours; {@code ShortNumber}
 * writes numbers in texts. Drawing takes memory and time: callers reserve {@code PictureSize.bytes} and draw as a computation. The same
 * picture gives the same SVG wherever the same fonts are installed.
 */
@NullMarked
package dev.chainrule.picture;

import org.jspecify.annotations.NullMarked;
