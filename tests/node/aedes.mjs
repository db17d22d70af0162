// A broker, aedes, at a port of this machine that is given. It keeps nothing between runs.
import net from "node:net";
import { Aedes } from "aedes";

const broker = await Aedes.createBroker({ queueLimit: 10000 });
net.createServer(broker.handle).listen(Number(process.argv[2]), "127.0.0.1");
