package dev.chainrule.job;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/**
 * The records of consecutive epochs of a job, in one row.
 *
 * <p>{@code data}, little endian: 2 bytes with bit <i>f</i> set where figure <i>f</i> of {@link EpochView#figures} occurs at
 * all, then, for each of these figures, {@code epochs} float64 with NaN for null.
 */
@Entity
class EpochBlock implements Persistable<EpochBlock.Key> {
    /** Epochs of the largest block: 90 kB, and few rows for a long job. */
    static final int MAX_EPOCHS = 1024;

    @EmbeddedId
    private Key key;

    private int epochs;
    private byte[] data;

    /** For JPA. */
    protected EpochBlock() {}

    /** @param views records of consecutive epochs, at least one and at most {@link #MAX_EPOCHS} */
    EpochBlock(UUID jobId, List<EpochView> views) {
        this.key = new Key(jobId, views.getFirst().epoch());
        this.epochs = views.size();
        this.data = encode(views);
    }

    private static byte[] encode(List<EpochView> views) {
        var rows = views.stream().map(EpochView::figures).toList();
        int present = 0;
        for (int f = 0; f < EpochView.FIGURES; f++) {
            int figure = f;
            if (rows.stream().anyMatch(row -> row[figure] != null)) {
                present |= 1 << f;
            }
        }
        var out = ByteBuffer.allocate(Short.BYTES + Integer.bitCount(present) * rows.size() * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) present);
        for (int f = 0; f < EpochView.FIGURES; f++) {
            if ((present & 1 << f) != 0) {
                for (var row : rows) {
                    out.putDouble(row[f] == null ? Double.NaN : row[f]);
                }
            }
        }
        return out.array();
    }

    int lastEpoch() {
        return key.firstEpoch + epochs - 1;
    }

    /** The records of this block, in the order of the epochs. */
    List<EpochView> views() {
        var in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int present = in.getShort();
        var figures = new double[epochs][EpochView.FIGURES];
        for (int f = 0; f < EpochView.FIGURES; f++) {
            for (int e = 0; e < epochs; e++) {
                figures[e][f] = (present & 1 << f) != 0 ? in.getDouble() : Double.NaN;
            }
        }
        var views = new ArrayList<EpochView>(epochs);
        for (int e = 0; e < epochs; e++) {
            views.add(EpochView.of(key.firstEpoch + e, figures[e]));
        }
        return views;
    }

    @Override
    public Key getId() {
        return key;
    }

    /** Blocks are written once and never changed. */
    @Override
    @Transient
    public boolean isNew() {
        return true;
    }

    /** A block's job and its first epoch. */
    @Embeddable
    record Key(UUID jobId, int firstEpoch) implements Serializable {}
}
