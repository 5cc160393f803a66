package dev.chainrule;

import org.springframework.test.context.TestPropertySource;

/** On H2, without other tests' data. */
@ServiceTest
@TestPropertySource(properties = "spring.application.name=whole-way")
class H2Test extends EndToEndTest {
    H2Test(Api api) {
        super(api);
    }
}
