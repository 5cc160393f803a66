package dev.chainrule.model;

import dev.chainrule.network.Network;
import dev.chainrule.preprocessing.Preprocessing;

/** A version that is ready to compute with. */
record TrainedModel(String name, int version, Network network, Preprocessing preprocessing) {}
