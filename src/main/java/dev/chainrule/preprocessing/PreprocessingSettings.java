package dev.chainrule.preprocessing;

import dev.chainrule.dataset.Column;
import dev.chainrule.dataset.UploadForm;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import java.util.List;

/**
 * How a job prepares its columns.
 *
 * @param numeric for numeric features
 * @param targets for numeric targets; outputs are turned back into the target's unit
 */
public record PreprocessingSettings(
        Scaling numeric, CategoricalEncoding categorical, MissingValues missing, Scaling targets) {

    /**
     * The settings of a job that gives none. The columns of a table have different scales and are standardised; arrays and generators are
     * taken as they are; pixels are scaled to 0 … 1.
     *
     * @param output the activation that the network ends in
     */
    public static PreprocessingSettings defaults(UploadForm source, List<Column> columns, Activation output,
            Loss loss) {
        var numeric =
                switch (source) {
                    case TABLE -> Scaling.STANDARD;
                    case IMAGES -> Scaling.MINMAX;
                    case ARRAYS, GENERATOR -> Scaling.NONE;
                };
        boolean unbounded = output == Activation.IDENTITY;
        boolean classes = Schema.of(columns).decidesClasses(loss);
        var targets = source == UploadForm.TABLE && unbounded && !classes ? Scaling.STANDARD : Scaling.NONE;
        return new PreprocessingSettings(numeric, CategoricalEncoding.ONEHOT, MissingValues.MEAN, targets);
    }
}
