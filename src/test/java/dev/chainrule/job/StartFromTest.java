package dev.chainrule.job;

import dev.chainrule.Api;
import dev.chainrule.ServiceTest;

/** Jobs that start from a version, on H2. */
@ServiceTest
class StartFromTest extends StartFromContract {
    StartFromTest(Api api) {
        super(api);
    }
}
