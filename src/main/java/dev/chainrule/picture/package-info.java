/**
 * Charts and diagrams as files, SVG and PNG, and their common style.
 *
 * <p>A caller builds a JFreeChart plot with axes of {@code ChartAxis}, which are labelled at round numbers ({@code Ticks}), styles it with
 * {@code ChartStyle} and wraps it in a {@code Picture} of a {@code PictureSize};
 * {@code Picture.svg} and {@code Picture.png} draw it. {@code Diagram} writes nodes and lines as SVG itself, without a chart.
 * {@code ColorScale} maps values to colours. Drawing takes memory and time: callers reserve {@code PictureSize.bytes} for a chart and
 * draw as a computation. The same chart gives the same SVG wherever the same fonts are installed.
 */
package dev.chainrule.picture;
