package dev.chainrule.job.spec;

import static dev.chainrule.model.definition.Form.FRACTION;
import static dev.chainrule.model.definition.Form.NOT_NEGATIVE;
import static dev.chainrule.model.definition.Form.POSITIVE;

import dev.chainrule.model.definition.Settings;
import dev.chainrule.model.definition.TypedForm;
import dev.chainrule.model.definition.TypedForm.Variant;
import dev.chainrule.network.OptimizerDefinition;
import dev.chainrule.network.OptimizerDefinition.Adadelta;
import dev.chainrule.network.OptimizerDefinition.Adagrad;
import dev.chainrule.network.OptimizerDefinition.Adam;
import dev.chainrule.network.OptimizerDefinition.Adamax;
import dev.chainrule.network.OptimizerDefinition.Adamw;
import dev.chainrule.network.OptimizerDefinition.Amsgrad;
import dev.chainrule.network.OptimizerDefinition.Momentum;
import dev.chainrule.network.OptimizerDefinition.Nadam;
import dev.chainrule.network.OptimizerDefinition.Nesterov;
import dev.chainrule.network.OptimizerDefinition.Rmsprop;
import dev.chainrule.network.OptimizerDefinition.Sgd;
import java.util.List;

/** Optimisers in JSON: the settings of each type, with their defaults and rules. */
final class OptimizerJson {
    static final TypedForm<OptimizerDefinition> FORM = new TypedForm<>("name the optimiser, such as adam", List.of(
            Variant.of("sgd", Sgd.class, given -> new Sgd(rate(given, Sgd.LEARNING_RATE))),
            Variant.of("momentum", Momentum.class, given -> new Momentum(
                    rate(given, Momentum.LEARNING_RATE),
                    given.take("momentum", Momentum.MOMENTUM, FRACTION, Momentum::momentum))),
            Variant.of("nesterov", Nesterov.class, given -> new Nesterov(
                    rate(given, Nesterov.LEARNING_RATE),
                    given.take("momentum", Nesterov.MOMENTUM, FRACTION, Nesterov::momentum))),
            Variant.of("adagrad", Adagrad.class, given -> new Adagrad(
                    rate(given, Adagrad.LEARNING_RATE),
                    given.take("epsilon", Adagrad.EPSILON, POSITIVE, Adagrad::epsilon))),
            Variant.of("adadelta", Adadelta.class, given -> new Adadelta(
                    rate(given, Adadelta.LEARNING_RATE),
                    given.take("rho", Adadelta.RHO, FRACTION, Adadelta::rho),
                    given.take("epsilon", Adadelta.EPSILON, POSITIVE, Adadelta::epsilon))),
            Variant.of("rmsprop", Rmsprop.class, given -> new Rmsprop(
                    rate(given, Rmsprop.LEARNING_RATE),
                    given.take("rho", Rmsprop.RHO, FRACTION, Rmsprop::rho),
                    given.take("epsilon", Rmsprop.EPSILON, POSITIVE, Rmsprop::epsilon))),
            Variant.of("adam", Adam.class, given -> new Adam(
                    rate(given, Adam.LEARNING_RATE),
                    given.take("beta1", Adam.BETA1, FRACTION, Adam::beta1),
                    given.take("beta2", Adam.BETA2, FRACTION, Adam::beta2),
                    given.take("epsilon", Adam.EPSILON, POSITIVE, Adam::epsilon))),
            Variant.of("amsgrad", Amsgrad.class, given -> new Amsgrad(
                    rate(given, Amsgrad.LEARNING_RATE),
                    given.take("beta1", Amsgrad.BETA1, FRACTION, Amsgrad::beta1),
                    given.take("beta2", Amsgrad.BETA2, FRACTION, Amsgrad::beta2),
                    given.take("epsilon", Amsgrad.EPSILON, POSITIVE, Amsgrad::epsilon))),
            Variant.of("adamw", Adamw.class, given -> new Adamw(
                    rate(given, Adamw.LEARNING_RATE),
                    given.take("beta1", Adamw.BETA1, FRACTION, Adamw::beta1),
                    given.take("beta2", Adamw.BETA2, FRACTION, Adamw::beta2),
                    given.take("epsilon", Adamw.EPSILON, POSITIVE, Adamw::epsilon),
                    given.take("weightDecay", Adamw.WEIGHT_DECAY, NOT_NEGATIVE, Adamw::weightDecay))),
            Variant.of("adamax", Adamax.class, given -> new Adamax(
                    rate(given, Adamax.LEARNING_RATE),
                    given.take("beta1", Adamax.BETA1, FRACTION, Adamax::beta1),
                    given.take("beta2", Adamax.BETA2, FRACTION, Adamax::beta2),
                    given.take("epsilon", Adamax.EPSILON, POSITIVE, Adamax::epsilon))),
            Variant.of("nadam", Nadam.class, given -> new Nadam(
                    rate(given, Nadam.LEARNING_RATE),
                    given.take("beta1", Nadam.BETA1, FRACTION, Nadam::beta1),
                    given.take("beta2", Nadam.BETA2, FRACTION, Nadam::beta2),
                    given.take("epsilon", Nadam.EPSILON, POSITIVE, Nadam::epsilon),
                    given.take("momentumDecay", Nadam.MOMENTUM_DECAY, NOT_NEGATIVE, Nadam::momentumDecay)))));

    private OptimizerJson() {}

    private static <D extends OptimizerDefinition> double rate(Settings<D> given, double otherwise) {
        return given.take("learningRate", otherwise, POSITIVE, OptimizerDefinition::learningRate);
    }
}
