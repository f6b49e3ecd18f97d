// The page's own worker, in which one write may be made to fail. The order matters: the first imports change what the last uses.
import "./fail-nth-write";
import "./start-killed-store";
import "../../app/workers/convert/worker";
