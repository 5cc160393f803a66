SwaggerUIBundle({
  url: "../openapi.yaml",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  // A key stays in this page only.
  persistAuthorization: false,
  // No other site is asked to check the contract.
  validatorUrl: null,
});
