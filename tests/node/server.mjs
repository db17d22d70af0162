// An authorization server, oidc-provider, at a port that the system chooses; prints the port.
import http from "node:http";
import Provider from "oidc-provider";

const [id, secret, redirect] = process.argv.slice(2);
const server = http.createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(base, {
  clients: [
    {
      client_id: id,
      client_secret: secret,
      application_type: "native",
      redirect_uris: [redirect],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  scopes: ["READSYSTEM", "WRITESYSTEM"],
  routes: { authorization: "/oauth/authorize", token: "/oauth/token" },
  pkce: { required: () => true },
  issueRefreshToken: () => true,
  rotateRefreshToken: () => true,
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ["of this test only"] },
});
const handle = provider.callback();
let refreshes = 0;
provider.on("grant.success", (context) => (refreshes += context.oidc.params.grant_type === "refresh_token"));
server.on("request", async (request, response) => {
  const path = new URL(request.url, base).pathname;
  if (path === "/refreshes") return response.end(String(refreshes));
  if (!path.startsWith("/api/")) return handle(request, response);
  // As of an API that knows none of the systems: 404 for a good token, 401 for any other. The first request of each
  // token is refused, so that the client has to renew.
  const token = await provider.AccessToken.find((request.headers.authorization ?? "").replace("Bearer ", ""));
  response.statusCode = token && refreshes > 0 ? 404 : 401;
  return response.end();
});
console.log(server.address().port);
