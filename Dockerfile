# Two stages: the first installs and compiles, the second holds what runs and nothing else.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY src src
RUN npm run build
# Node comes with the image, and the demo's mailbox stays out of it: no optional packages.
RUN npm prune --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
# Configuration and store; the only place that is written to. The rest may be read-only.
RUN mkdir /data && chown 10001:10001 /data
VOLUME /data
USER 10001:10001
# `web.host` in the configuration decides who can reach the web chat; behind a published port it needs a token.
EXPOSE 8930
STOPSIGNAL SIGTERM
# Needs `health: {port: 9464}` in the configuration. Ill is not dead: nothing is restarted for it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9464/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/listwire.cjs"]
CMD ["run", "--config", "/data/listwire.yaml"]
