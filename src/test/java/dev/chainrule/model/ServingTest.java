package dev.chainrule.model;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;

/** Which version of a model answers, with the embedded database. */
@ServiceTest
class ServingTest extends ServingContract {
    ServingTest(Api api) {
        super(api);
    }
}
