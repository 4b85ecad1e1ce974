using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>What a server serves: a model of one kind of data, and its addresses.</summary>
internal interface IServed : IDisposable
{
    /// <summary>The facts about the model that visitors see.</summary>
    ModelFacts Facts { get; }

    /// <summary>The word for what it makes, in the plural: <c>images</c>.</summary>
    string Makes { get; }

    /// <summary>The largest body of a request, in bytes.</summary>
    long MostBody { get; }

    /// <summary>The HTTP methods that pages of other origins may use.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>The number of requests that wait for the model.</summary>
    long Waiting { get; }

    /// <summary>Registers itself for the endpoints.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>Maps its addresses.</summary>
    void Map(IEndpointRouteBuilder routes);
}
