using System.Diagnostics.Metrics;
using System.Text.Json.Serialization;
using Figment.Data.Sounds;
using Figment.Models.Images;
using Figment.Models.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Figment.Server;

/// <summary>A model as a running web server.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    /// <summary>The name of the meter under which the metrics of a server are collected.</summary>
    public const string MeterName = "Figment.Server";

    private const int MostConnections = 1000,
        MostHeaderBytes = 16 << 10;

    private readonly WebApplication application;
    private readonly IServed served;

    private ModelServer(WebApplication application, IServed served, string url)
    {
        this.application = application;
        this.served = served;
        Url = url;
    }

    /// <summary>
    /// The address to visit, for example <c>http://127.0.0.1:5290</c>; it contains the machine's name if the server listens on
    /// all addresses.
    /// </summary>
    public string Url { get; }

    /// <summary>Creates the meters.</summary>
    internal IMeterFactory Meters => application.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Starts the server. The server accepts requests once the task completes.</summary>
    /// <param name="model">The model. Only the server uses it until the server is closed; the caller remains its owner.</param>
    /// <param name="facts">The facts about the model that visitors see.</param>
    /// <param name="options">Where to listen, and the limits.</param>
    /// <param name="report">Receives failures that are not the visitor's fault; null ignores them.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">The port is taken, or the address is not this machine's.</exception>
    public static Task<ModelServer> StartAsync(
        ImageModel model,
        ModelFacts facts,
        ServerOptions options,
        Action<Exception>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return StartAsync(Serve, facts, options, report, cancellationToken);

        IServed Serve() =>
            model.Meaning is SoundMeaning sounds
                ? new ServedSounds(model, sounds, facts, options.MostWaiting)
                : new ServedImages(model, facts, options.MostWaiting);
    }

    /// <inheritdoc cref="StartAsync(ImageModel, ModelFacts, ServerOptions, Action{Exception}?, CancellationToken)"/>
    public static Task<ModelServer> StartAsync(
        TextModel model,
        ModelFacts facts,
        ServerOptions options,
        Action<Exception>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        return StartAsync(() => new ServedTexts(model, facts, options.MostWaiting), facts, options, report, cancellationToken);
    }

    private static async Task<ModelServer> StartAsync(
        Func<IServed> serve,
        ModelFacts facts,
        ServerOptions options,
        Action<Exception>? report,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidator.ThrowIfInvalid(options);
        IServed served = serve();
        WebApplication application = Build(served, options, report);
        try
        {
            return new ModelServer(
                application,
                served,
                (await options.StartAsync(application, "The server", cancellationToken)).VisitUrl
            );
        }
        catch
        {
            served.Dispose();
            throw;
        }
    }

    /// <summary>Rejects new requests, ends the current ones within two seconds, and waits until the model is free.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2));
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
        served.Dispose();
    }

    private static WebApplication Build(IServed served, ServerOptions options, Action<Exception>? report)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(ModelServer).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = served.MostBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(options.Address!, options.Port);
        });
        builder.Services.AddSingleton(served);
        served.AddTo(builder.Services);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddScoped<ServedRequest>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemAnswers>();
        builder.Services.AddOpenApi(api =>
            api.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Title = $"{served.Facts.Preset} · {served.Facts.Data}";
                    document.Info.Description = $"New {served.Makes} by {served.Facts.Name}, served by Figment.";
                    return Task.CompletedTask;
                }
            )
        );
        builder.Services.AddRequestTimeouts(timeouts =>
            timeouts.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds),
                TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            }
        );
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            // No numbers as strings, including in the API description.
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        // Makes the answer explain invalid parameters.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddCors(cors =>
            cors.AddDefaultPolicy(pages =>
            {
                pages
                    .WithOrigins([.. options.CorsOrigins])
                    .WithMethods([.. served.Methods])
                    .WithExposedHeaders(ModelEndpoints.SeedHeader, "Retry-After");
                if (served.MostBody > 0)
                    pages.WithHeaders("Content-Type", "Authorization");
            })
        );

        WebApplication application = builder.Build();
        application.UseListenOptions(options);
        application.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = _ => true });
        application.UseStatusCodePages();
        application.Services.GetRequiredService<ServerMetrics>(); // created early, so that listeners know it from the start
        application.Use(
            async (context, next) =>
            {
                ServedRequest request = context.RequestServices.GetRequiredService<ServedRequest>();
                try
                {
                    if (!options.Answers(context.Request.Host.Host))
                        throw new BadHttpRequestException(
                            "This host name is not allowed. The operator of the server can allow it.",
                            StatusCodes.Status421MisdirectedRequest
                        );
                    context.Response.Headers.XContentTypeOptions = "nosniff";
                    context.Response.Headers.CacheControl = "no-store";
                    await next();
                    request.End(FailureReason.Of(context));
                }
                catch (Exception e)
                {
                    string reason = FailureReason.Of(e, context);
                    request.End(reason);
                    if (reason == FailureReason.Model)
                        report?.Invoke(e);
                    throw;
                }
            }
        );
        application.UseRouting();
        if (options.CorsOrigins.Count > 0)
            application.UseCors();
        application.UseRequestTimeouts();
        application.MapOpenApi();
        served.Map(application);
        return application;
    }
}
