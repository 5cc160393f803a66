package dev.chainrule.matrix;

/** Work on matrices other than products; large matrices are shared out to the compute team by regions. */
final class SharedRegions {
    /** Elements of the smallest region: a thread needs some microseconds to read and write them. */
    private static final int SMALLEST_PART = 1 << 13;

    /** Starts of two regions of a row differ by a multiple of this, which is a multiple of every vector's length. */
    private static final int COLUMN_UNIT = 64;

    private static final RegionWork NOTHING = (_, _, _, _) -> {};

    private final ComputeTeam team;
    private final Whole whole = new Whole();

    SharedRegions(ComputeTeam team) {
        this.team = team;
    }

    /** Divides by rows, or by columns if there is only one row. */
    void run(Matrix matrix, RegionWork work) {
        var parts = Math.min(team.count(), matrix.size() / SMALLEST_PART);
        if (parts <= 1) {
            work.run(0, matrix.rows(), 0, matrix.columns());
            return;
        }
        if (whole.isRunning) {
            throw new IllegalStateException("work cannot be shared out within another one's region");
        }
        whole.isRunning = true;
        whole.rows = matrix.rows();
        whole.columns = matrix.columns();
        whole.work = work;
        try {
            team.run(whole.divide(parts), whole);
        } finally {
            whole.isRunning = false;
            whole.work = NOTHING;
        }
    }

    /** The current matrix. The object is reused, so that sharing out allocates nothing. */
    private static final class Whole implements ComputeTeam.Work {
        private boolean isRunning;
        private int rows;
        private int columns;
        private RegionWork work = NOTHING;
        private int partRows;
        private int partColumns;

        int divide(int parts) {
            if (rows == 1) {
                partRows = 1;
                partColumns = Math.ceilDiv(Math.ceilDiv(columns, parts), COLUMN_UNIT) * COLUMN_UNIT;
                return Math.ceilDiv(columns, partColumns);
            }
            partRows = Math.ceilDiv(rows, parts);
            partColumns = columns;
            return Math.ceilDiv(rows, partRows);
        }

        @Override
        public void run(int task) {
            var row = rows == 1 ? 0 : task * partRows;
            var column = rows == 1 ? task * partColumns : 0;
            work.run(row, Math.min(partRows, rows - row), column, Math.min(partColumns, columns - column));
        }
    }
}
