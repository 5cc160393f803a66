/**
 * Serves the contract of the API, and a page that shows it.
 *
 * <p>The contract is {@code src/main/resources/openapi.yaml}, written by hand: bodies are read as trees of nodes, from which no generator
 * could describe them. {@code Contract} holds it as YAML and as JSON, each with its ETag; {@code ContractController} answers with them.
 * {@code SwaggerUi} gives the page {@code static/swagger-ui/index.html} its address; its scripts come from a WebJar.
 *
 * <p>Tests keep contract and service together: each answer that {@code Api} receives is checked by it, and {@code HandlersTest} compares
 * its operations with the handlers.
 */
@NullMarked
package dev.chainrule.contract;

import org.jspecify.annotations.NullMarked;
