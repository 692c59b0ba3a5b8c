# One image for the API, the workers and the migrations. Debian, since Temporal's native module needs glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=optional --ignore-scripts
COPY tsconfig.json ./
COPY src ./src
COPY bench ./bench
# The image of a program must not depend on the one that builds it: everything is compiled and bundled here, nothing at start.
RUN node_modules/.bin/tsc -p tsconfig.json && node dist/src/workers/buildWorkflowBundle.js

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc ./
# --omit=optional leaves out the PostgreSQL programs that npm start uses where a machine has none.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
CMD ["node", "dist/src/api/main.js"]
