using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Figment.Server;

/// <summary>What a server answers with: a model of one kind of data, and its addresses.</summary>
internal interface IServed : IDisposable
{
    /// <summary>What visitors are told of the model.</summary>
    ModelFacts Facts { get; }

    /// <summary>What it makes, in the plural: <c>images</c>.</summary>
    string Makes { get; }

    /// <summary>How long the body of a request may be, in bytes.</summary>
    long MostBody { get; }

    /// <summary>The methods that pages of other origins may use.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <summary>Requests that wait for the model.</summary>
    long Waiting { get; }

    /// <summary>Makes itself known to those who answer.</summary>
    void AddTo(IServiceCollection services);

    /// <summary>Gives itself addresses.</summary>
    void Map(IEndpointRouteBuilder routes);
}
