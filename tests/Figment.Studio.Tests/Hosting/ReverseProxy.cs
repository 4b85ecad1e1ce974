using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Figment.Studio.Tests.Hosting;

/// <summary>A web server that passes requests on to another and says who asked, as nginx and Caddy do.</summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication application;

    private ReverseProxy(Uri target, string path, bool keepsPath, string name)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        application = builder.Build();
        application.UseWebSockets();
        application.Run(async context =>
        {
            if (!context.Request.Path.StartsWithSegments(path, out PathString rest))
            {
                context.Response.StatusCode = 404;
                return;
            }

            Uri address = new(target, (keepsPath ? context.Request.Path : rest).ToUriComponent() + context.Request.QueryString);
            if (context.WebSockets.IsWebSocketRequest)
                await PassSocket(context, new UriBuilder(address) { Scheme = "ws" }.Uri, name);
            else
                await Pass(context, address, name);
        });
    }

    internal Uri Url { get; private set; } = null!;

    /// <summary>Begins to pass requests on.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="path">Below which path.</param>
    /// <param name="keepsPath">Whether the path is passed on too.</param>
    /// <param name="name">
    /// The name and scheme that it reports as the requested ones, for instance <c>https://example.org</c>.
    /// </param>
    internal static async Task<ReverseProxy> Start(Uri target, string path, bool keepsPath, string name)
    {
        ReverseProxy proxy = new(target, path, keepsPath, name);
        await proxy.application.StartAsync();
        proxy.Url = new Uri(
            proxy.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        using CancellationTokenSource now = new(TimeSpan.FromSeconds(1));
        await application.StopAsync(now.Token);
        await application.DisposeAsync();
    }

    private static IEnumerable<(string Name, string Value)> Added(HttpContext context, string name) =>
        [
            ("X-Forwarded-For", context.Connection.RemoteIpAddress!.ToString()),
            ("X-Forwarded-Proto", name.Split("://")[0]),
            (
                "X-Forwarded-Host",
                name.Length > 0 && name.Contains("://", StringComparison.Ordinal)
                    ? name.Split("://")[1]
                    : context.Request.Host.Value!
            ),
        ];

    private async Task Pass(HttpContext context, Uri address, string name)
    {
        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), address);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
            if (context.Request.ContentType is string type)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        else if (HttpMethods.IsPost(context.Request.Method))
        {
            request.Content = new ByteArrayContent([]);
        }

        foreach (
            (string header, var value) in context.Request.Headers.Where(header =>
                header.Key is not ("Host" or "Connection" or "Content-Length" or "Content-Type" or "Transfer-Encoding")
            )
        )
            request.Headers.TryAddWithoutValidation(header, value.AsEnumerable());
        foreach ((string header, string value) in Added(context, name))
            request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            context.RequestAborted
        );
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (
            (string header, var value) in answer
                .Headers.Concat(answer.Content.Headers)
                .Where(header => header.Key is not "Transfer-Encoding")
        )
            context.Response.Headers[header] = value.ToArray();
        if (!HttpMethods.IsHead(context.Request.Method))
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task PassSocket(HttpContext context, Uri address, string name)
    {
        using ClientWebSocket inner = new();
        foreach (string header in (string[])["Cookie", "Origin"])
            inner.Options.SetRequestHeader(header, context.Request.Headers[header]);
        foreach ((string header, string value) in Added(context, name))
            inner.Options.SetRequestHeader(header, value);
        await inner.ConnectAsync(address, context.RequestAborted);
        using WebSocket outer = await context.WebSockets.AcceptWebSocketAsync();
        await Task.WhenAny(Copy(outer, inner, context.RequestAborted), Copy(inner, outer, context.RequestAborted));
    }

    private static async Task Copy(WebSocket from, WebSocket to, CancellationToken cancellation)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (from.State == WebSocketState.Open)
            {
                ValueWebSocketReceiveResult got = await from.ReceiveAsync(buffer.AsMemory(), cancellation);
                if (got.MessageType == WebSocketMessageType.Close)
                    return;
                await to.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, cancellation);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // One of the two has left.
        }
    }
}
