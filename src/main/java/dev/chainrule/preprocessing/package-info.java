/**
 * Turns raw rows into a network's inputs and targets, and outputs back into the user's units.
 *
 * <p><b>A training, step by step.</b> {@code Schema} picks feature and target columns. {@code DatasetCheck} says from the columns alone
 * whether they fit the model. When the job runs, {@code Split} divides the rows, stratified by class; {@code Fitting} learns from the
 * training rows only how each column is encoded, and gives a {@code Preprocessing}; {@code EncodedSamples} encodes rows for every
 * batch, straight from the table's chunks, and holds their weights. {@code Task} says what the outputs mean: one class of many, one of
 * two, several labels, or numbers.
 *
 * <p>The {@code Preprocessing} is stored with the trained version. For predictions {@code model.InputRows} call {@code InputEncoder} with
 * raw rows one by one, for datasets {@code EncodedSamples} reads them; both encode by a {@code RowEncoder}. {@code Preprocessing.decode}
 * turns outputs back.
 *
 * <p>A category that no training row has is unknown: {@code ColumnEncoder.codes} gives −1, and {@code RowEncoder} leaves all inputs of the
 * column 0. {@code UnknownValues} counts such values in tables; {@code model.InputRows} counts those in rows to predict. A class of a
 * target that training did not have is refused: by {@code DatasetCheck}, in rows of a request by {@code model.RawRows}.
 * {@code UnusedColumns} warn of columns that no encoder reads.
 *
 * <p><b>Encoder</b>: what was learned about one column ({@code ColumnEncoder}); in JSON its fields are part of what is stored.
 * <b>Width</b>: how many of the network's numbers a column takes, 1 for a number, one for each category otherwise. <b>Stand-in</b>:
 * what replaces a missing value.
 *
 * <p>Everything is computed in float64 and in the order of the rows, with {@code StrictMath}: the same rows give the same numbers on
 * every machine. A new scaling is a constant of {@code Scaling} and a case in {@code Fitting}; the compiler names the other switches.
 */
@NullMarked
package dev.chainrule.preprocessing;

import org.jspecify.annotations.NullMarked;
