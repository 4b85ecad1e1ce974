using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Figment.Server;

/// <summary>The first steps of every request: which proxy is trusted, the base path, and HEAD requests.</summary>
internal static class ProxyPipeline
{
    internal static void UseListenOptions(this WebApplication application, ListenOptions options)
    {
        if (options.TrustedProxies.Count > 0)
            application.UseForwardedHeaders(Forwarded(options));
        if (options.BasePath.Length > 0)
            application.Use((context, next) => Below(options.BasePath, context, next));
        application.Use(Head);
    }

    private static ForwardedHeadersOptions Forwarded(ListenOptions options)
    {
        ForwardedHeadersOptions headers = new()
        {
            ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null, // any number of trusted proxies; the first address that is not one of them is the visitor's
        };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        foreach (string proxy in options.TrustedProxies)
        {
            if (!ProxyRules.TryNetworks(proxy, out IReadOnlyList<IPNetwork> networks))
                continue;
            foreach (IPNetwork network in networks)
                headers.KnownIPNetworks.Add(network);
        }

        return headers;
    }

    /// <summary>
    /// Some proxies remove the path before they pass a request on, and some do not; links contain it in any case.
    /// </summary>
    private static Task Below(PathString basePath, HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(basePath, StringComparison.Ordinal, out PathString rest))
            context.Request.Path = rest;
        context.Request.PathBase = basePath;
        return next(context);
    }

    /// <summary>HEAD is handled as a GET whose content Kestrel suppresses, so all headers are the same.</summary>
    private static Task Head(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        context.Response.OnStarting(() =>
        {
            if (context.Response.Headers.Allow == HttpMethods.Get)
                context.Response.Headers.Allow = $"{HttpMethods.Get}, {HttpMethods.Head}";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
