/**
 * Models as users define them: layers or graphs, read, checked, stored and written back.
 *
 * <p>{@code ModelRequests} finds a model in a request. {@code ModelJson} (with {@code LayerJson} and {@code GraphJson} for layers and
 * graphs) reads a {@code ModelDocument} into a {@code ModelDefinition}: a {@code LayeredModel} or a {@code GraphModel}, every default
 * filled in. The same document, written back, is stored and answered. Names of activations, losses and operators are the engine's
 * constants in lower case.
 *
 * <p>What has settings has one table of them, a line for each with its name, default, rule and accessor, which reads, writes and lists
 * them: {@code Settings} takes one setting, {@code SettingsForm} is a table, {@code TypedForm} has a table for each type, and {@code Form}
 * says how one value is written in JSON. Nodes of graphs and initialisers are such, and in {@code job.spec} optimisers and schedules.
 *
 * <p>A definition initialises the network or graph for a number of inputs or for a preprocessing, or fills it with trained parameters.
 */
@NullMarked
package dev.chainrule.model.definition;

import org.jspecify.annotations.NullMarked;
