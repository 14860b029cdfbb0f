// The delay server on the http module of Node.js: GET /{delay in ms}/{message}
const http = require('http');

const server = http.createServer((request, response) => {
  const [, delay, message] = request.url.split('/');
  const answer = () => {
    response.writeHead(200, {
      'content-length': Buffer.byteLength(message),
      'content-type': 'text/plain; charset=utf-8',
    });
    response.end(message);
  };
  if (Number(delay) > 0) {
    setTimeout(answer, Number(delay));
  } else {
    answer();
  }
});

server.keepAliveTimeout = 60000; // its 5 s would end the idle ones meanwhile
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});
