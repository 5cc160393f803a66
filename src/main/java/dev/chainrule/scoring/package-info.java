/**
 * Scoring: predictions for the rows of a whole table, which may have any number, in constant memory.
 *
 * <p><b>A table, step by step.</b> {@code ScoringController} takes a CSV file or the name of a stored dataset. A file is received
 * completely first ({@code dataset.upload.CsvBody}): a client that sends and reads at the same time could block itself. Then one
 * computation loads the version and checks the whole table ({@code InputTable.check}): a fault in the last row is still answered with a
 * problem, and an answer that begins is complete. Only then does {@code Scoring} begin the answer. It reads the rows a second time, block
 * by block: a computation reads, predicts and writes one block as text ({@code ScoredBlocks}), and the request's own thread sends it. So
 * a client that reads slowly holds one block and no turn of computing, and one that has closed its connection ends the work.
 *
 * <p><b>What can still fail.</b> After the answer has begun, the service may stop, or a dataset may be deleted. Then the connection is cut
 * off, so that no client takes a part of the answer for the whole.
 *
 * <p><b>The same bits.</b> An output depends on its row alone, not on the size of a block, the number of threads, or the form in which the
 * rows were sent.
 *
 * <p><b>Input columns</b> are the columns of the table, of which the features are read; <b>output columns</b> are what is predicted.
 */
@NullMarked
package dev.chainrule.scoring;

import org.jspecify.annotations.NullMarked;
