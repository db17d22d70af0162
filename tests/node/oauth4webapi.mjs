// Logs in with oauth4webapi at the server of its argument, renews, and prints the number of systems.
import * as oauth from "oauth4webapi";

const [base, id, secret, redirect] = process.argv.slice(2);
const insecure = { [oauth.allowInsecureRequests]: true };
const server = {
  issuer: base,
  authorization_endpoint: `${base}/oauth/authorize`,
  token_endpoint: `${base}/oauth/token`,
};
const client = { client_id: id };
const proof = oauth.ClientSecretPost(secret);
const verifier = oauth.generateRandomCodeVerifier();
const state = oauth.generateRandomState();
const link = new URL(server.authorization_endpoint);
link.search = new URLSearchParams({
  client_id: id,
  redirect_uri: redirect,
  response_type: "code",
  scope: "READSYSTEM",
  state,
  code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
}).toString();

const consent = await fetch(link, { redirect: "manual" });
const answer = oauth.validateAuthResponse(server, client, new URL(consent.headers.get("location")), state);
const granted = await oauth.processAuthorizationCodeResponse(
  server,
  client,
  await oauth.authorizationCodeGrantRequest(server, client, proof, answer, redirect, verifier, insecure),
);
const renewed = await oauth.processRefreshTokenResponse(
  server,
  client,
  await oauth.refreshTokenGrantRequest(server, client, proof, granted.refresh_token, insecure),
);
const systems = new URL(`${base}/api/v1/systems`);
const page = await oauth.protectedResourceRequest(renewed.access_token, "GET", systems, undefined, undefined, insecure);
console.log((await page.json()).numItems);
