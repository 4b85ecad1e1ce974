"""Tokens per second of a served language model, by one client and by many at once.

  figment serve RUN --port 5290
  python3 bench/text-load.py http://127.0.0.1:5290 [--clients 32] [--tokens 100] [--seconds 5]
"""
import argparse, http.client, json, threading, time, urllib.parse

p = argparse.ArgumentParser()
p.add_argument("url")
p.add_argument("--clients", type=int, default=32)
p.add_argument("--tokens", type=int, default=100)
p.add_argument("--seconds", type=float, default=5)
a = p.parse_args()
host = urllib.parse.urlparse(a.url)


def client(number, ends, made):
    connection = http.client.HTTPConnection(host.hostname, host.port)
    seed = number * 1_000_000
    while time.time() < ends:
        body = json.dumps({"prompt": "The", "max_tokens": a.tokens, "seed": seed, "temperature": 1})
        connection.request("POST", "/v1/completions", body, {"Content-Type": "application/json"})
        made[number] += json.loads(connection.getresponse().read())["usage"]["completion_tokens"]
        seed += 1


def rate(clients):
    made, began = [0] * clients, time.time()
    threads = [threading.Thread(target=client, args=(i, began + a.seconds, made)) for i in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(made) / (time.time() - began)


rate(1)  # warms up
for _ in range(3):
    one, many = rate(1), rate(a.clients)
    print(f"1 client {one:.0f} tokens/s, {a.clients} clients {many:.0f}, ratio {many / one:.2f}")
