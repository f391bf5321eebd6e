# Two stages: the first installs what runs, the second holds it and nothing else.
FROM node:24-slim AS install
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Node comes with the image, and the demo's mailbox stays out of it: no optional packages.
RUN npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=install /app/node_modules node_modules
COPY package.json ./
COPY bin bin
COPY src src
# Configuration and store; the only place that is written to.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
# `web.host` in the configuration decides who can reach the web chat; behind a published port it needs a token.
EXPOSE 8930
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/listwire.cjs"]
CMD ["run", "--config", "/data/listwire.yaml"]
