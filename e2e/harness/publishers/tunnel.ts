/** A proxy whose tunnels all end at one port of this machine, whatever host is asked for: tunnel.ts PORT. Prints its own port. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

const port = Number(process.argv[2]);
const proxy = createServer((_request, response) => response.writeHead(501).end()).on('connect', (_request, socket) => {
  const upstream = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.pipe(upstream).pipe(socket);
  });
  // Either side may give up at any time.
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy());
});
proxy.listen(0, '127.0.0.1', () => process.stdout.write(`${(proxy.address() as AddressInfo).port}\n`));
// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(0));
