# A worker, and the longdoc command. It was written without a Docker to try it with: where it fails, it is wrong.
FROM node:24-bookworm-slim AS build
WORKDIR /longdoc
COPY . .
RUN npm install --global pnpm@12.21.0 \
  && CI=true pnpm install --frozen-lockfile \
  && node node_modules/typescript/bin/tsc -b

FROM node:24-bookworm-slim
WORKDIR /work
COPY --from=build /longdoc /longdoc
ENV NODE_ENV=production LONGDOC_LIBRARY=/library
RUN mkdir /library && chown node:node /library
USER node
VOLUME /library
ENTRYPOINT ["node", "/longdoc/apps/cli/dist/main.js"]
CMD ["worker"]
