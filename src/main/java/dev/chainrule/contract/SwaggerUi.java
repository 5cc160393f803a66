package dev.chainrule.contract;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The addresses of the page that shows the contract. */
@Configuration(proxyBeanMethods = false)
class SwaggerUi implements WebMvcConfigurer {
    /** With a slash at its end: the page names its script relative to it. */
    private static final String PATH = "/swagger-ui/";

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/swagger-ui", PATH);
        registry.addViewController(PATH).setViewName("forward:/swagger-ui/index.html");
    }
}
