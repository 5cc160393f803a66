package dev.chainrule.dataset.upload;

import dev.chainrule.dataset.ColumnType;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.dataset.Role;
import dev.chainrule.dataset.Row;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.problem.Faults;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Images and their labels: columns x1… are the pixels, row by row; {@code label} is the categorical target. */
final class IdxSource implements UploadedRows {
    private static final String[] LABELS =
            Stream.iterate(0, label -> label + 1).limit(256).map(String::valueOf).toArray(String[]::new);

    private final Upload images;
    private final int pixels;
    private final byte[] labels;
    private final Faults faults;
    private final DatasetProperties limits;

    /** @throws dev.chainrule.problem.ProblemException if the files are invalid or do not fit together */
    IdxSource(Upload images, Upload labels, Faults faults, DatasetProperties limits) {
        this.images = images;
        this.faults = faults;
        this.limits = limits;
        this.labels = labels(labels);
        try (var file = open()) {
            // One column is the label.
            if (file.itemBytes() < 1 || file.itemBytes() >= limits.maxColumns()) {
                faults.add("images", "has images of " + file.itemBytes() + " pixels; 1 to " + (limits.maxColumns() - 1)
                        + " are allowed");
            }
            if (file.count() != this.labels.length) {
                faults.add("labels",
                        "has " + this.labels.length + " labels, but there are " + file.count() + " images");
            }
            faults.throwIfAny();
            this.pixels = (int) file.itemBytes();
        }
    }

    private IdxFile open() {
        return new IdxFile(images, faults.at("images"), limits.maxRows());
    }

    private byte[] labels(Upload upload) {
        try (var file = new IdxFile(upload, faults.at("labels"), limits.maxRows())) {
            if (file.itemBytes() != 1) {
                faults.add("labels", "must have one byte for each image: are images and labels swapped?");
                faults.throwIfAny();
            }
            var all = new byte[file.count()];
            file.read(all);
            file.requireEnd();
            return all;
        }
    }

    @Override
    public UploadForm source() {
        return UploadForm.IMAGES;
    }

    @Override
    public List<Declaration> columns() {
        return Stream.concat(
                ArraysSource.numbered("x", pixels, Role.FEATURE),
                Stream.of(new Declaration("label", Role.TARGET, ColumnType.CATEGORICAL)))
                .toList();
    }

    @Override
    public void read(@Nullable ColumnType[] types, Consumer<Row> receiver) {
        var image = new byte[pixels];
        var row = new Row(types.length);
        try (var file = open()) {
            for (byte label : labels) {
                file.read(image);
                for (int pixel = 0; pixel < pixels; pixel++) {
                    row.number(pixel, image[pixel] & 0xFF);
                }
                row.text(pixels, LABELS[label & 0xFF]);
                receiver.accept(row);
            }
            file.requireEnd();
        }
    }

    @Override
    public Faults faults(int column) {
        return faults.at(column < pixels ? "images" : "labels");
    }
}
