using Figment.Server;
using Figment.Studio.Components;
using Figment.Studio.Making;
using Figment.Studio.Recordings;
using Figment.Studio.Shelves;
using Figment.Studio.Train;
using Figment.Studio.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Figment.Studio.Hosting;

/// <summary>The studio as a running web server.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private StudioServer(WebApplication application, string url, string visitUrl, Task entered)
    {
        this.application = application;
        Url = url;
        VisitUrl = visitUrl;
        Entered = entered;
    }

    /// <summary>The address it listens on, for example <c>http://127.0.0.1:5173</c>.</summary>
    public string Url { get; }

    /// <summary>
    /// The address to open in a browser, with the token. Anyone who knows it can do everything that the studio can.
    /// </summary>
    public string VisitUrl { get; }

    /// <summary>Completes once a visitor has opened the studio through <see cref="VisitUrl"/>.</summary>
    public Task Entered { get; }

    /// <summary>All endpoints.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => application.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>One of the studio's services.</summary>
    internal T Service<T>()
        where T : notnull => application.Services.GetRequiredService<T>();

    /// <summary>Starts the studio. The server accepts requests once the task completes.</summary>
    /// <param name="options">Where it listens, and which runs it shows.</param>
    /// <param name="clock">The clock used to name and time runs; null for the system's.</param>
    /// <param name="report">Receives unexpected failures, on any thread; null ignores them.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="OptionsException">An option is out of range.</exception>
    /// <exception cref="FigmentException">
    /// The port is taken, the address is not this machine's, or the token file cannot be used.
    /// </exception>
    public static async Task<StudioServer> StartAsync(
        StudioOptions options,
        TimeProvider? clock = null,
        Action<StudioFault>? report = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidator.ThrowIfInvalid(options);
        AccessToken token = options.TokenFile is null ? AccessToken.New() : AccessToken.In(options.TokenFile);
        TokenGuard guard = new(token);
        WebApplication application = Build(
            options,
            clock ?? TimeProvider.System,
            guard,
            new Faults(report, clock ?? TimeProvider.System)
        );
        (string url, string visitUrl) = await options.StartAsync(application, "The studio", cancellationToken);
        return new StudioServer(application, url, $"{visitUrl}/?{TokenGuard.Parameter}={token.Value}", guard.Entered);
    }

    /// <summary>Ends and saves any training in progress, and stops the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.Services.GetRequiredService<TrainingDesk>().StopAsync();
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(2)); // open pages keep their connections open
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
    }

    private static WebApplication Build(StudioOptions options, TimeProvider clock, TokenGuard guard, Faults faults)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ApplicationName = typeof(StudioServer).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Logging.ClearProviders().AddProvider(new FaultLog(faults));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Listen(options.Address!, options.Port);
        });
        builder.Services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DetailedErrors = false);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider(); // pages do not outlive the process
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(faults);
        builder.Services.AddSingleton<TrainingDesk>();
        builder.Services.AddSingleton<RunShelf>();
        builder.Services.AddSingleton<ModelShelf>();
        builder.Services.AddSingleton<DataShelf>();
        builder.Services.AddSingleton<ConvincingShelf>();
        builder.Services.AddSingleton<RecordingShelf>();
        builder.Services.AddSingleton<MadeShelf>();
        builder.Services.AddSingleton<UploadDesk>();
        builder.Services.AddScoped<Preferences>();

        WebApplication application = builder.Build();
        application.Use(new FaultPage(faults).Catch);
        application.UseListenOptions(options);
        application.Use(new HostGuard(options).Check);
        application.Use(guard.Check);
        application.UseStatusCodePagesWithReExecute("/not-found");
        application.UseRouting();
        application.UseAntiforgery();
        application.MapEmbeddedAssets();
        application.MapPictures();
        application.MapConvincing();
        application.MapSounds();
        application.MapMaking();
        application.MapInsidePictures();
        application.MapLessonSounds();
        application.MapShared();
        application.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return application;
    }
}
